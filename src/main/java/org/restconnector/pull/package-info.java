/**
 * Pulls: from a page's request to its checkpoint. Enter by {@link org.restconnector.pull.Pulls}; the
 * flow itself is {@code camel/rest-pages.camel.yaml}. Knows nothing of destinations but that they may
 * take part in a page's transaction.
 */
package org.restconnector.pull;
