package org.restconnector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The document of the HTTP API, as a judge of answers: a field or status that it does not name is an error. */
final class ApiDocument {
    private static final Set<String> OF_REQUESTS = Set.of("NewJob", "Selection");

    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private final JsonNode document;
    private final JsonNode strict;
    private final Set<String> unseen = new TreeSet<>();

    ApiDocument(String text) throws Exception {
        document = mapper.readTree(text);
        strict = strict(mapper.readTree(text).get("components"));
        document.get("components").get("schemas").fields().forEachRemaining(schema -> {
            if (!OF_REQUESTS.contains(schema.getKey())) {
                schema.getValue()
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(name -> unseen.add(schema.getKey() + "." + name));
            }
        });
    }

    /** {@code GET /api/flows}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.get("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(verb -> operations.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private JsonNode operation(String operation) {
        String[] parts = operation.split(" ");
        JsonNode found = document.get("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
        if (found.isMissingNode()) {
            throw new AssertionError(operation + " is not in the document");
        }
        return found;
    }

    boolean hasBody(String operation) {
        return operation(operation).has("requestBody");
    }

    Set<String> statuses(String operation) {
        Set<String> statuses = new TreeSet<>();
        operation(operation).get("responses").fieldNames().forEachRemaining(statuses::add);
        return statuses;
    }

    /** Properties of schemas, {@code Job.state}, that no answer had. */
    Set<String> unseen() {
        return unseen;
    }

    /** What is wrong with an answer. */
    List<String> problems(String operation, int status, Optional<String> contentType, String body) throws Exception {
        JsonNode response = operation(operation).get("responses").path(String.valueOf(status));
        if (response.isMissingNode()) {
            return List.of("status " + status + " is not documented, but came with " + body);
        }
        JsonNode media = resolve(response).path("content").path("application/json");
        if (media.isMissingNode() || !contentType.orElse("").startsWith("application/json")) {
            return List.of("the content type " + contentType + " is not the documented one");
        }
        JsonNode value = mapper.readTree(body);
        if (!media.has("schema")) {
            return List.of();
        }
        see(media.get("schema"), value);
        ObjectNode schema = strict(media.get("schema").deepCopy());
        schema.set("components", strict);
        return validate(factory.getSchema(schema), value);
    }

    /** What is wrong with a schema, wherever it is. */
    List<String> problemsOfSchemas() {
        List<String> problems = new ArrayList<>();
        JsonSchema meta =
                factory.getSchema(com.networknt.schema.SchemaLocation.of(com.networknt.schema.SchemaId.V202012));
        document.findValues("schema").forEach(schema -> problems.addAll(validate(meta, schema)));
        document.get("components").get("schemas").forEach(schema -> problems.addAll(validate(meta, schema)));
        document.findValuesAsText("$ref").stream()
                .filter(ref -> document.at(ref.substring(1)).isMissingNode())
                .forEach(ref -> problems.add(ref + " is nowhere"));
        return problems;
    }

    List<String> operationIds() {
        return document.findValuesAsText("operationId");
    }

    /** The names of an operation's path parameters that are declared. */
    Set<String> pathParameters(String operation) {
        Set<String> names = new TreeSet<>();
        operation(operation).path("parameters").forEach(parameter -> {
            JsonNode resolved = resolve(parameter);
            if (resolved.get("in").asText().equals("path")
                    && resolved.get("required").asBoolean()) {
                names.add(resolved.get("name").asText());
            }
        });
        return names;
    }

    private static List<String> validate(JsonSchema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private void see(JsonNode schema, JsonNode value) {
        JsonNode resolved = resolve(schema);
        String name = schema.has("$ref") ? schema.get("$ref").asText().replaceFirst(".*/", "") : "";
        for (Iterator<Map.Entry<String, JsonNode>> fields = value.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getValue().isNull()) {
                unseen.remove(name + "." + field.getKey());
            }
            JsonNode inner = resolved.path("properties").path(field.getKey());
            see(inner.isMissingNode() ? resolved.path("additionalProperties") : inner, field.getValue());
        }
        if (value.isArray()) {
            value.forEach(element -> see(resolved.path("items"), element));
        }
        resolved.path("oneOf").forEach(one -> see(one, value));
    }

    /** Clients must bear fields that they do not know; the document must know them. */
    private static <N extends JsonNode> N strict(N node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiDocument::strict);
        return node;
    }
}
