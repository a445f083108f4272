package org.restconnector.push;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RealtimeFuzz {
    @FuzzTest
    void realtime(byte[] input) {
        BodyRules.realtime(input);
    }
}
