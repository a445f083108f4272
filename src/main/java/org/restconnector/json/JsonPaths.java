package org.restconnector.json;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;

/** JSONPath over documents as {@link Json} reads them. */
final class JsonPaths {
    static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JacksonJsonProvider(Json.mapper()))
            .mappingProvider(new JacksonMappingProvider(Json.mapper()))
            .build();

    private JsonPaths() {}

    static JsonPath compile(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty; write a JSONPath, as in $.data[*]");
        }
        if (!LastBracket.balanced(text.strip())) {
            throw new IllegalArgumentException("is '" + text + "', which is no JSONPath: a bracket is not closed");
        }
        try {
            return JsonPath.compile(text.strip());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is '" + text + "', which is no JSONPath: " + e.getMessage(), e);
        }
    }
}
