package org.restconnector;

import java.util.List;
import java.util.stream.Stream;

/**
 * A route file that must be refused.
 *
 * @param place {@code LINE: } and how the message of its first problem begins
 * @param says what else the message names
 * @param inCamel whether any runtime tells it: what is not about parameters, Camel says in its own words
 */
record BadFile(String yaml, String place, List<String> says, boolean inCamel) {

    static Stream<BadFile> all() {
        return Stream.of(
                pull("{name: recrods, value: x}", "7: unknown parameter 'recrods'", "'records'"),
                pull("{name: zebra, value: x}", "7: unknown parameter 'zebra'", "allowed are", "pagination"),
                pull("{name: every, value: 1e3}", "7: parameter 'every' is '1e3'", "30s"),
                pull("{name: every, value: 5}", "7: parameter 'every' is '5'"),
                pull("{name: resume, value: null}", "7: parameter 'resume' is 'null'", "true, false"),
                pull("{name: pagination, value: pages}", "7: parameter 'pagination' is 'pages'", "next-url"),
                pull(
                        "{name: headers, value: \"X: ${nonsense}\"}",
                        "7: parameter 'headers' holds ${nonsense}",
                        "simple"),
                pull("{name: query, value: \"a=${date:now\"}", "7: parameter 'query' has a ${ without its }"),
                pull("{name: token, value: \"{{env:ABSENT_VARIABLE}}\"}", "7: parameter 'token' has the placeholder"),
                to("aws2-s3:bucket", "6: parameter 'to' names the component 'aws2-s3'", "camel-aws2-s3"),
                to("sftp:host/in", "6: parameter 'to' names the component 'sftp'", "camel-ftp"),
                to(
                        "kamelet:jsnl-sink?file=x",
                        "6: parameter 'to' names the kamelet 'jsnl-sink'",
                        "jsonl-sink, table-sink"),
                to("kamelet:jsonl-sink?fiel=x", "6: parameter 'to' holds kamelet:jsonl-sink", "fiel", "file"),
                to("kamelet:jsonl-sink", "6: parameter 'to' holds kamelet:jsonl-sink without its parameter 'file'"),
                to(
                        "kamelet:table-sink?table=x&mode=merge",
                        "6: parameter 'to' holds",
                        "merge",
                        "upsert, append, replace"),
                pull(
                        "{name: via, value: \"aws2-s3:bucket\"}",
                        "7: parameter 'via' names the component",
                        "camel-aws2-s3"),
                pull("{name: via, value: order}", "7: parameter 'via' is 'order'", "direct:map"),
                to("nowhere", "6: parameter 'to' holds 'nowhere'", "direct:orders"),
                new BadFile(
                        "- templatedRoute:\n    routeTemplateRef: rest-pull\n    parameters:\n      - {name: name, value: x}\n",
                        "1: parameter 'url' is required and missing",
                        List.of(),
                        true),
                named("two words", "4: parameter 'name' is 'two words'"),
                named("observe", "4: parameter 'name' is 'observe', which is reserved"),
                file(
                        "- templatedRoute:\n    routeTemplateRef: rest-pul\n",
                        "1: unknown template 'rest-pul'",
                        "'rest-pull'"),
                file("- templatedRoute:\n    parameters: []\n", "1: templatedRoute lacks routeTemplateRef"),
                file(
                        "- templatedRoute:\n    routeTemplateRef: rest-pull\n    parameters: {name: x}\n",
                        "3: parameters is no list",
                        "{name: NAME, value: VALUE}"),
                pull("{name: name, value: again}", "7: parameter 'name' is given twice", "line 4")
                        .notInCamel(),
                pull("{name: body, valeu: x}", "7: unknown key of a parameter 'valeu'", "name, value")
                        .notInCamel(),
                pull("{name: body}", "7: parameter 'body' has no value").notInCamel(),
                pull("{name: body, value: [1]}", "7: parameter 'body' is a list or a map")
                        .notInCamel(),
                file(
                        "- templatedRout:\n    routeTemplateRef: x\n",
                        "1: unknown entry 'templatedRout'",
                        "'templatedRoute'"),
                file("- templatedRoute: [unclosed\n", "2: is no YAML"),
                file("# nothing yet\n", "1: holds no route"),
                file("templatedRoute:\n  routeTemplateRef: rest-pull\n", "1: is no list of routes"),
                file("- from: {uri: direct:x}\n  templatedRoute: {}\n", "2: 'templatedRoute' stands beside 'from'"));
    }

    private static BadFile pull(String line, String place, String... says) {
        return new BadFile(yaml("items", "direct:items") + "      - " + line + "\n", place, List.of(says), true);
    }

    private static BadFile to(String uri, String place, String... says) {
        return new BadFile(yaml("items", uri), place, List.of(says), true);
    }

    private static BadFile named(String name, String place) {
        return new BadFile(yaml(name, "direct:items"), place, List.of(), true);
    }

    private static BadFile file(String yaml, String place, String... says) {
        return new BadFile(yaml, place, List.of(says), false);
    }

    private BadFile notInCamel() {
        return new BadFile(yaml, place, says, false);
    }

    static String yaml(String name, String to) {
        return """
                - templatedRoute:
                    routeTemplateRef: rest-pull
                    parameters:
                      - {name: name, value: "%s"}
                      - {name: url, value: "http://127.0.0.1:1/items"}
                      - {name: to, value: "%s"}
                """
                .formatted(name, to);
    }

    @Override
    public String toString() {
        return place;
    }
}
