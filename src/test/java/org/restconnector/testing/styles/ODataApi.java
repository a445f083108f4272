package org.restconnector.testing.styles;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Dataverse: {@code @odata.nextLink}, {@code $filter}, the size of a page in the header Prefer. */
public final class ODataApi extends StyleApi {
    private static final String PATH = "/api/data/v9.2/accounts";
    private static final Pattern FILTER = Pattern.compile("modifiedon ge (\\S+Z)");
    private static final Pattern SIZE = Pattern.compile("odata\\.maxpagesize=(\\d+)");

    public ODataApi() {
        serveTokens("/YOUR-TENANT/oauth2/v2.0/token", ODataApi::token);
        serve(PATH, this::accounts);
    }

    private static Answer token(ReceivedRequest request) {
        String form = request.text();
        boolean known = form.contains("client_id=" + SECRET)
                && form.contains("client_secret=" + SECRET)
                && form.contains("scope=https%3A%2F%2FYOUR-ORG.crm.dynamics.com%2F.default");
        return known
                ? Answer.json("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + SECRET + "\"}")
                : Answer.json("{\"error\":\"invalid_client\"}").withStatus(401);
    }

    private Answer accounts(ReceivedRequest request) {
        Matcher filter = FILTER.matcher(request.query("$filter").orElse(""));
        if (!filter.matches() || request.query("$select").isEmpty()) {
            return error(400, "0x80060888", "Syntax error in the query.");
        }
        Matcher wish = SIZE.matcher(request.header("Prefer").orElse(""));
        int size = wish.matches() ? Integer.parseInt(wish.group(1)) : 5000;
        int begin = number(request, "$skiptoken", 0);
        List<Item> found = since(Instant.parse(filter.group(1)));
        String link = begin + size >= found.size()
                ? ""
                : ",\"@odata.nextLink\":\"%s%s?$select=accountid,name,modifiedon&$filter=%s&$skiptoken=%d\""
                        .formatted(origin(), PATH, filter.group().replace(" ", "%20"), begin + size);
        return Answer.json("{\"@odata.context\":\"%s/api/data/v9.2/$metadata#accounts\",\"value\":%s%s}"
                .formatted(origin(), array(part(found, begin, size), ODataApi::account), link));
    }

    private static String account(Item item) {
        return "{\"@odata.etag\":\"W/\\\"%d\\\"\",\"accountid\":\"%s\",\"name\":\"%s\",\"modifiedon\":\"%s\"}"
                .formatted(
                        item.version(),
                        "00000000-0000-0000-0000-%012d".formatted(item.number()),
                        item.name(),
                        item.updated());
    }

    private static Answer error(int status, String code, String message) {
        return Answer.json("{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message))
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBearer(request);
    }

    @Override
    protected Answer stranger() {
        return Answer.status(401).header("WWW-Authenticate", "Bearer authorization_uri=\"https://login.example.com\"");
    }

    @Override
    protected Answer tooMany() {
        return error(
                        429,
                        "0x80072322",
                        "Number of requests exceeded the limit of 6000 over time window of 300 seconds.")
                .header("Retry-After", "0.2");
    }
}
