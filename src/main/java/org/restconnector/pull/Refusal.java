package org.restconnector.pull;

/**
 * A delivery that the destination did not take, after all tries.
 *
 * @param away whether the destination could not be reached, rather than refused it
 */
record Refusal(Delivery delivery, Exception cause, boolean away) {}
