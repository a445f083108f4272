package org.restconnector.pull;

/**
 * A delivery that the destination, or {@code via}, did not take, after all tries.
 *
 * @param delivery with its records as the API gave them
 * @param away whether the destination could not be reached, rather than refused it
 */
record Refusal(Delivery delivery, Exception cause, boolean away) {

    /** What was said, as people read it. */
    String reason(PullSettings pull) {
        String reason = Reasons.of(cause, pull);
        return delivery.passing() ? "via: " + reason : reason;
    }
}
