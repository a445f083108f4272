package org.restconnector.testing.styles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Salesforce: SOQL, a relative {@code nextRecordsUrl}, tokens that say nothing of their end and have one. */
public final class SalesforceApi extends StyleApi {
    private static final String DATA = "/services/data/v62.0/";
    private static final Pattern SOQL =
            Pattern.compile("SELECT Id, Name, IsDeleted, SystemModstamp FROM Account WHERE SystemModstamp >= (\\S+Z)");
    /** The server decides; 2,000 at most. */
    private static final int SIZE = 100;

    public SalesforceApi() {
        serveTokens("/services/oauth2/token", SalesforceApi::token);
        serve(DATA + "queryAll", this::query);
    }

    private static Answer token(ReceivedRequest request) {
        boolean known = request.header("Authorization").equals(Optional.of("Basic " + encoded(SECRET + ":" + SECRET)));
        return known && request.text().contains("grant_type=client_credentials")
                ? Answer.json("{\"access_token\":\"" + SECRET + "\",\"token_type\":\"Bearer\",\"issued_at\":\"1\"}")
                : Answer.json("{\"error\":\"invalid_client\"}").withStatus(401);
    }

    private Answer query(ReceivedRequest request) {
        String text = request.query("q").orElse("");
        Matcher query = SOQL.matcher(text);
        return query.matches()
                ? page(since(Instant.parse(query.group(1))), 0)
                : error(400, "unexpected token in " + text, "MALFORMED_QUERY");
    }

    private Answer page(List<Item> found, int begin) {
        int end = begin + SIZE;
        String next = "";
        if (end < found.size()) {
            String path = DATA + "query/01gxx0000000001AAA-" + end;
            serve(path, request -> page(found, end));
            next = ",\"nextRecordsUrl\":\"" + path + "\"";
        }
        return Answer.json("{\"totalSize\":%d,\"done\":%b%s,\"records\":%s}"
                .formatted(
                        found.size(), next.isEmpty(), next, array(part(found, begin, SIZE), SalesforceApi::account)));
    }

    private static String account(Item item) {
        return "{\"attributes\":{\"type\":\"Account\"},\"Id\":\"001xx%013d\",\"Name\":\"%s\",\"SystemModstamp\":\"%s\"}"
                .formatted(item.number(), item.name(), item.updated().toString().replace("Z", ".000+0000"));
    }

    private static Answer error(int status, String message, String code) {
        return Answer.json("[{\"message\":\"%s\",\"errorCode\":\"%s\"}]".formatted(message, code))
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBearer(request);
    }

    @Override
    protected Answer stranger() {
        return error(401, "Session expired or invalid", "INVALID_SESSION_ID");
    }

    /** The day's budget is none to wait for; but a session ends whenever it likes. */
    @Override
    protected Answer tooMany() {
        return stranger();
    }

    @Override
    protected Answer down() {
        return error(503, "The server is unavailable", "SERVER_UNAVAILABLE");
    }
}
