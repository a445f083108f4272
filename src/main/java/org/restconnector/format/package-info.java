/**
 * What a page's bytes say: JSON, JSON Lines, CSV and XML as documents of JSON values, whole or record by
 * record. Enter by {@link org.restconnector.format.Documents}. Knows nothing of pulls and HTTP.
 */
package org.restconnector.format;
