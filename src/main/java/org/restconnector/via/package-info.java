/**
 * A record's way through an endpoint of the user's that transforms it. Enter by {@link
 * org.restconnector.via.Via}. Knows nothing of pulls, flows and the store.
 */
package org.restconnector.via;
