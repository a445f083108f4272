package org.restconnector.testing.styles;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Jira Cloud: JQL with times in the user's zone, a {@code nextPageToken} that the last page lacks. */
public final class JiraApi extends StyleApi {
    private static final Pattern JQL = Pattern.compile("updated >= \"([^\"]+)\" ORDER BY created");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(-8);

    public JiraApi() {
        serve("/rest/api/3/search/jql", this::search);
    }

    private Answer search(ReceivedRequest request) {
        Matcher jql = JQL.matcher(request.query("jql").orElse(""));
        if (!jql.matches()) {
            return error(400, "Unbounded JQL queries are not allowed here. Please add a search restriction.");
        }
        Instant since = LocalDateTime.parse(jql.group(1), MINUTE).toInstant(ZONE);
        int begin = request.query("nextPageToken")
                .map(StyleApi::decoded)
                .map(Integer::parseInt)
                .orElse(0);
        int size = Math.min(100, number(request, "maxResults", 50));
        List<Item> found = since(since);
        boolean last = begin + size >= found.size();
        String token = last ? "" : ",\"nextPageToken\":\"" + encoded(String.valueOf(begin + size)) + "\"";
        return Answer.json("{\"issues\":%s%s,\"isLast\":%b}"
                .formatted(array(part(found, begin, size), JiraApi::issue), token, last));
    }

    private static String issue(Item item) {
        return "{\"id\":\"%d\",\"key\":\"SHOP-%d\",\"fields\":{\"summary\":\"%s\",\"updated\":\"%s\"}}"
                .formatted(
                        10_000 + item.number(),
                        item.number(),
                        item.name(),
                        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ")
                                .format(item.updated().atOffset(ZONE)));
    }

    private static Answer error(int status, String message) {
        return Answer.json("{\"errorMessages\":[\"" + message + "\"],\"errors\":{}}")
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBasic(request, "you@example.com");
    }

    @Override
    protected Answer stranger() {
        return Answer.of(401, "text/html", "Client must be authenticated to access this resource.")
                .header("WWW-Authenticate", "OAuth realm=\"https%3A%2F%2Fexample.atlassian.net\"");
    }

    @Override
    protected Answer tooMany() {
        return error(429, "Rate limit exceeded")
                .header("Retry-After", "0.2")
                .header("RateLimit-Reason", "jira-burst-based");
    }
}
