package org.restconnector.push;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restconnector.testing.Inputs;

@Timeout(10)
class BodyRulesTest {
    @Test
    void holdForEveryJob() {
        Inputs.each("push/JobsFuzz/jobs", BodyRules::job);
    }

    @Test
    void holdForRecordsHoweverTheyAreWritten() {
        Inputs.each("push/RecordsFuzz/records", BodyRules::records);
    }

    @Test
    void holdForEveryRealTimeWrite() {
        Inputs.each("push/RealtimeFuzz/realtime", BodyRules::realtime);
    }
}
