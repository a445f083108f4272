package org.example.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.main.Main;

/** An application with an HTTP server and a data format of its own. */
public final class HostApplication {
    private HostApplication() {}

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        prepare(main, Map.of("host.port", "8080"));
        main.run();
    }

    static void prepare(Main main, Map<String, String> properties) {
        properties.forEach(main::addOverrideProperty);
        main.bind(
                "hostJson",
                new JacksonDataFormat(
                        new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL), Object.class));
        main.configure().addRoutesBuilder(new HostRoutes());
    }
}
