/**
 * What is counted of pulls, flows and the HTTP API, by name alone: {@link Metrics} is what others count
 * with. Knows of no pull or flow but their names.
 */
package org.restconnector.metrics;
