package org.restconnector.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One request's turns in several budgets. Safe for use by many threads. */
public final class Turns implements Turn {
    private final List<Turn> turns;

    private Turns(List<Turn> turns) {
        this.turns = List.copyOf(turns);
    }

    /**
     * Waits for a turn in the budget of each, once where they share it.
     *
     * @throws PermanentFault as {@link Budget#take}; none is taken then
     */
    public static Turn take(Budgets budgets, List<ApiSettings> all, BooleanSupplier ended) throws PermanentFault {
        Map<Budget, ApiSettings> owners = new LinkedHashMap<>();
        all.forEach(api -> owners.put(budgets.of(api), api));
        List<Turn> taken = new ArrayList<>();
        try {
            for (Map.Entry<Budget, ApiSettings> owner : owners.entrySet()) {
                taken.add(owner.getKey().take(Budget.Patience.of(owner.getValue(), ended)));
            }
        } catch (PermanentFault | RuntimeException e) {
            taken.forEach(Turn::close);
            throw e;
        }
        return taken.size() == 1 ? taken.get(0) : new Turns(taken);
    }

    @Override
    public void sent() {
        turns.forEach(Turn::sent);
    }

    @Override
    public void close() {
        turns.forEach(Turn::close);
    }
}
