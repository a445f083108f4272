/**
 * JSON with exact numbers, and paths into it. Enter by {@link org.restconnector.json.Json}. Knows
 * nothing of the rest of the product.
 */
package org.restconnector.json;
