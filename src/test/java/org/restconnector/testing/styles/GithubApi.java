package org.restconnector.testing.styles;

import java.time.Instant;
import java.util.List;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** GitHub: an array, the next page in the header Link, {@code since}; a used up budget is a 403. */
public final class GithubApi extends StyleApi {
    private static final String PATH = "/repos/OWNER/REPO/issues";

    public GithubApi() {
        serve(PATH, this::issues);
    }

    private Answer issues(ReceivedRequest request) {
        if (request.header("User-Agent").isEmpty()) {
            return error(403, "Request forbidden by administrative rules.");
        }
        int page = number(request, "page", 1);
        int size = Math.min(100, number(request, "per_page", 30));
        String since = request.query("since").orElse("1970-01-01T00:00:00Z");
        List<Item> found = since(Instant.parse(since));
        Answer answer = Answer.json(array(part(found, (page - 1) * size, size), GithubApi::issue));
        return found.size() <= page * size ? answer : answer.header("Link", link(since, size, page));
    }

    private String link(String since, int size, int page) {
        String url = origin() + PATH + "?state=all&sort=created&direction=asc&since=" + since.replace(":", "%3A")
                + "&per_page=" + size + "&page=";
        return "<%s>; rel=\"next\", <%s>; rel=\"first\"".formatted(url + (page + 1), url + 1);
    }

    private static String issue(Item item) {
        return "{\"id\":%d,\"number\":%d,\"title\":\"%s\",\"created_at\":\"%s\",\"updated_at\":\"%s\",\"body\":null}"
                .formatted(3_000_000_000L + item.number(), item.number(), item.name(), item.created(), item.updated());
    }

    private static Answer error(int status, String message) {
        return Answer.json("{\"message\":\"" + message + "\",\"documentation_url\":\"https://docs.github.com/rest\"}")
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBearer(request);
    }

    @Override
    protected Answer stranger() {
        return error(401, "Bad credentials");
    }

    @Override
    protected Answer tooMany() {
        return error(403, "API rate limit exceeded")
                .header("X-RateLimit-Remaining", "0")
                .header("X-RateLimit-Reset", String.valueOf(Instant.now().getEpochSecond() + 1));
    }
}
