package org.restconnector.http;

import java.io.InputStream;
import java.util.List;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** An answer's body that was read already. It does not stream, so camel-http hands it on as it is. */
final class CapturedEntity extends AbstractHttpEntity {
    private final Content content;

    CapturedEntity(Body body, List<Header> headers) {
        super((String) null, null);
        this.content = new Content(body, new Headers(headers));
    }

    @Override
    public InputStream getContent() {
        return content;
    }

    @Override
    public long getContentLength() {
        return content.body().length();
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public void close() {
        // the body is handed on, and closed by who reads it
    }

    /** What becomes the message's body: a stream to camel-http, which does not read it. */
    static final class Content extends InputStream {
        private final Body body;
        private final Headers headers;

        Content(Body body, Headers headers) {
            this.body = body;
            this.headers = headers;
        }

        @Override
        public int read() {
            return -1;
        }

        Body body() {
            return body;
        }

        Headers headers() {
            return headers;
        }
    }
}
