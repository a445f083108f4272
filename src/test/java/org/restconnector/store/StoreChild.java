package org.restconnector.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** What a test lets another process do with the store: it prints what has happened, then waits to be killed. */
final class StoreChild {
    private StoreChild() {}

    public static void main(String[] args) throws Exception {
        String command = args[0];
        try {
            if (command.equals("lock-directory")) {
                DataDirectoryLock.acquire(Path.of(args[1]));
                System.out.println("locked");
            } else {
                use(open(args[1]), command);
            }
        } catch (StoreException e) {
            System.out.println(e.getMessage());
            return;
        }
        new CountDownLatch(1).await();
    }

    private static Store open(String url) {
        StoreSettings settings = new StoreSettings(url, "", "", true, Path.of("data"));
        return Stores.open(settings, Clock.systemUTC(), point -> {});
    }

    private static void use(Store store, String command) throws Exception {
        switch (command) {
            case "open" -> System.out.println("open");
            case "begin" -> System.out.println(store.runs().begin("orders").id());
            case "write" -> writeForever(store);
            case "hold" -> hold(store);
            case "flow" -> FlowChild.run(store);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static void writeForever(Store store) {
        System.out.println("begun");
        for (int i = 0; ; i++) {
            String value = ProcessHandle.current().pid() + "-" + i;
            store.write(transaction -> Sql.update(transaction, "INSERT INTO connector_test (value) VALUES (?)", value));
            System.out.println(value);
        }
    }

    /** Keeps a write transaction open for two seconds. */
    private static void hold(Store store) {
        store.write(transaction -> {
            Sql.update(transaction, "INSERT INTO connector_test (value) VALUES ('held')");
            System.out.println("holding");
            Thread.sleep(2000);
            return null;
        });
        System.out.println("done");
    }
}
