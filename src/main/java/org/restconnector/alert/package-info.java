/**
 * Events for an operator: what went wrong with pulls and flows, and what is right again, found by looking at the store.
 * Enter by {@link org.restconnector.alert.Alerting}. Changes nothing of pulls and flows; they know nothing of it.
 */
package org.restconnector.alert;
