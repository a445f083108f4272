package org.restconnector.http;

import com.code_intelligence.jazzer.junit.FuzzTest;

class LinkFuzz {
    @FuzzTest
    void link(byte[] input) {
        HeaderRules.link(input);
    }
}
