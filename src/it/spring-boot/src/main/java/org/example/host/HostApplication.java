package org.example.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with an HTTP server, a database and a data format of its own. */
@SpringBootApplication
public class HostApplication {
    public static void main(String[] args) {
        SpringApplication.run(HostApplication.class, args);
    }

    @Bean
    JacksonDataFormat hostJson() {
        return new JacksonDataFormat(
                new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL), Object.class);
    }
}
