package org.restconnector.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** An answer's body that was read already. It does not stream, so camel-http hands it on as it is. */
final class CapturedEntity extends AbstractHttpEntity {
    private final Body body;

    CapturedEntity(byte[] bytes, List<Header> headers) {
        super((String) null, null);
        this.body = new Body(bytes, new Headers(headers));
    }

    @Override
    public InputStream getContent() {
        return body;
    }

    @Override
    public long getContentLength() {
        return body.bytes().length;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public void close() {
        // bytes in memory hold nothing open
    }

    /** The stream that becomes the message's body. */
    static final class Body extends ByteArrayInputStream {
        private final Headers headers;

        Body(byte[] bytes, Headers headers) {
            super(bytes);
            this.headers = headers;
        }

        byte[] bytes() {
            return buf;
        }

        Headers headers() {
            return headers;
        }
    }
}
