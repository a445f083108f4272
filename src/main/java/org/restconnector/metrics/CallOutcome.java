package org.restconnector.metrics;

/** What came of a request, by the answer's status. */
public enum CallOutcome {
    TAKEN("2xx"),
    REDIRECTED("3xx"),
    REFUSED("4xx"),
    LIMITED("429"),
    FAULTY("5xx"),
    TIMEOUT("timeout"),
    /** There was no answer, or none that could be read. */
    ERROR("error");

    private final String label;

    CallOutcome(String label) {
        this.label = label;
    }

    /** What a label says. */
    public String label() {
        return label;
    }

    public static CallOutcome of(int status) {
        if (status == 429) {
            return LIMITED;
        }
        return switch (status / 100) {
            case 2 -> TAKEN;
            case 3 -> REDIRECTED;
            case 4 -> REFUSED;
            case 5 -> FAULTY;
            default -> ERROR;
        };
    }
}
