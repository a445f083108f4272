package org.restconnector.store;

import java.util.List;
import java.util.OptionalLong;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Half;
import org.restconnector.store.Batches.Member;

/** Replaces a batch by its halves, within one transaction. */
final class BatchSplit {
    private final Instance instance;
    private final BatchRows batches;

    BatchSplit(Dialect dialect, Instance instance) {
        this.instance = instance;
        this.batches = new BatchRows(dialect);
    }

    /** @return those that may be sent now */
    List<Batch> split(Transaction transaction, Batch batch, int firstSize, Half firstHalf, Half secondHalf) {
        int attempts = batches.lock(transaction, batch, instance.epoch())
                .orElseThrow(() -> BatchResults.lost(batch))
                .all();
        batches.delete(transaction, batch.id());
        List<Member> members = batch.members();
        OptionalLong mine = OptionalLong.of(instance.epoch());
        Batch first = batches.insert(
                transaction,
                firstHalf.key(),
                batch.lane(),
                members.subList(0, firstSize),
                firstHalf.body(),
                batch.ordered(),
                attempts,
                mine);
        Batch second = batches.insert(
                transaction,
                secondHalf.key(),
                batch.lane(),
                members.subList(firstSize, members.size()),
                secondHalf.body(),
                batch.ordered(),
                attempts,
                batch.ordered() ? OptionalLong.empty() : mine);
        return batch.ordered() ? List.of(first) : List.of(first, second);
    }
}
