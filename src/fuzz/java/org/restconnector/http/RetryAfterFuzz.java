package org.restconnector.http;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RetryAfterFuzz {
    @FuzzTest
    void retryAfter(byte[] input) {
        HeaderRules.retryAfter(input);
    }
}
