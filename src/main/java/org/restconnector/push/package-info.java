/**
 * Push: what a product posts is stored as a job of a flow, formed into batches and delivered. Enters at
 * {@code Inbox} (HTTP) and at the template rest-push; knows nothing of pulls and sinks.
 */
package org.restconnector.push;
