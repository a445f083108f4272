package org.restconnector.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restconnector.testing.Inputs;

@Timeout(10)
class HeaderRulesTest {
    @Test
    void holdForEveryLink() {
        Inputs.each("http/LinkFuzz/link", HeaderRules::link);
    }

    @Test
    void holdForEveryRetryAfter() {
        Inputs.each("http/RetryAfterFuzz/retryAfter", HeaderRules::retryAfter);
    }

    @Test
    void holdForEveryTemplateAndValue() {
        Inputs.each("http/TemplateFuzz/template", TemplateRules::template);
    }
}
