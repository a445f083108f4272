/**
 * What both directions share of HTTP: requests built from configuration only, answers that are
 * bounded in time and size, credentials, retries, the origin guard. Enter by
 * {@link org.restconnector.http.HttpCall}. Knows nothing of pulls, flows and the store.
 */
package org.restconnector.http;
