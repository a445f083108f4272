package org.restconnector.push;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Puts records into their {@link Group}. It is none that completes before the next record: Camel's
 * aggregator then looks at {@code completionSize} no more.
 */
public final class Batching implements AggregationStrategy {
    @Override
    public Exchange aggregate(Exchange group, Exchange next) {
        Piece piece = next.getMessage().getBody(Piece.class);
        piece.group().add(piece);
        if (group != null) {
            return group;
        }
        next.getMessage().setBody(piece.group());
        return next;
    }
}
