package org.restconnector.http;

/** A place in a {@link Budget} for one request: taken before it is sent, given up when it is answered. */
public interface Turn extends AutoCloseable {
    /** Of a budget without a limit. */
    Turn FREE = new Turn() {
        @Override
        public void sent() {}

        @Override
        public void close() {}
    };

    /** The request goes out now, on a connection that is open; once more if it is sent again. */
    void sent();

    /** It was answered, or broke, or was never sent; to be called once more does nothing. */
    @Override
    void close();
}
