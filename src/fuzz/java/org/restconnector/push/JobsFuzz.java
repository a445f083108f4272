package org.restconnector.push;

import com.code_intelligence.jazzer.junit.FuzzTest;

class JobsFuzz {
    @FuzzTest
    void jobs(byte[] input) {
        BodyRules.job(input);
    }
}
