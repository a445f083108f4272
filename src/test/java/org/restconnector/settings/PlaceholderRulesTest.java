package org.restconnector.settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restconnector.testing.Inputs;

@Timeout(10)
class PlaceholderRulesTest {
    @Test
    void holdForEveryText() {
        Inputs.each("settings/PlaceholderFuzz/placeholder", new PlaceholderRules()::placeholder);
    }
}
