package org.restconnector.settings;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PlaceholderFuzz {
    private final PlaceholderRules rules = new PlaceholderRules();

    @FuzzTest
    void placeholder(byte[] input) {
        rules.placeholder(input);
    }
}
