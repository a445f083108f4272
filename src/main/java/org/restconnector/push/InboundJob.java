package org.restconnector.push;

import java.util.List;
import java.util.Optional;
import org.restconnector.store.Jobs.NewRecord;

/**
 * What a write request asks for.
 *
 * @param streams all that it names, in its order
 */
record InboundJob(Optional<String> name, List<String> streams, List<NewRecord> records) {}
