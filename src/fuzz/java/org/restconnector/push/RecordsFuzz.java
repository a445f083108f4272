package org.restconnector.push;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RecordsFuzz {
    @FuzzTest
    void records(byte[] input) {
        BodyRules.records(input);
    }
}
