/**
 * What an operator's own tools ask for: health and gauges, of pulls and flows and the store. Begins at
 * {@link org.restconnector.observe.Observer}. Knows no SQL, and nothing of the server that answers.
 */
package org.restconnector.observe;
