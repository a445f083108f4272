package org.restconnector.http;

import com.code_intelligence.jazzer.junit.FuzzTest;

class TemplateFuzz {
    @FuzzTest
    void template(byte[] input) {
        TemplateRules.template(input);
    }
}
