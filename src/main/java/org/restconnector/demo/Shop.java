package org.restconnector.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The made-up data of the demo shop: 230 orders, 90 customers, 60 products, the same at every start. */
final class Shop {
    private static final Instant OPENED = Instant.parse("2026-01-05T08:00:00Z");
    private static final List<String> FIRST_NAMES =
            List.of("Amina", "Björn", "Chloé", "Dinesh", "Elena", "Farid", "Grace");
    private static final List<String> LAST_NAMES = List.of("Okafor", "Lindqvist", "Martin", "Rao", "Petrova", "Haddad");
    private static final List<String> CITIES = List.of("Lagos", "Malmö", "Lyon", "Pune", "Sofia", "Tunis", "Dublin");
    private static final List<String> THINGS = List.of("Teapot", "Lamp", "Notebook", "Blanket", "Radio", "Basket");
    private static final List<String> COLOURS = List.of("red", "blue", "green", "white", "black");
    private static final List<String> STATES = List.of("open", "paid", "shipped", "shipped", "returned");

    private Shop() {}

    static List<Map<String, Object>> orders() {
        return records(230, Shop::order);
    }

    static List<Map<String, Object>> customers() {
        return records(90, Shop::customer);
    }

    static List<Map<String, Object>> products() {
        return records(60, Shop::product);
    }

    private static Map<String, Object> order(int number) {
        List<Map<String, Object>> lines = new ArrayList<>();
        BigDecimal total = new BigDecimal("0.00");
        for (int line = 0; line <= number % 3; line++) {
            int product = (number * 7 + line * 11) % 60 + 1;
            int quantity = (number + line) % 4 + 1;
            lines.add(fields("product_id", product, "quantity", quantity, "price", price(product)));
            total = total.add(price(product).multiply(BigDecimal.valueOf(quantity)));
        }
        String state = pick(STATES, number);
        Instant ordered = OPENED.plus(number * 37L, ChronoUnit.MINUTES);
        return fields(
                "id",
                1000 + number,
                "customer_id",
                number * 13 % 90 + 1,
                "status",
                state,
                "total",
                total,
                "currency",
                "EUR",
                "lines",
                lines,
                "ordered_at",
                ordered.toString(),
                "shipped_at",
                state.equals("shipped") ? ordered.plus(2, ChronoUnit.DAYS).toString() : null,
                "gift",
                number % 9 == 0);
    }

    private static Map<String, Object> customer(int number) {
        String first = pick(FIRST_NAMES, number);
        return fields(
                "id",
                number,
                "name",
                first + " " + pick(LAST_NAMES, number),
                "email",
                number % 8 == 0 ? null : "customer" + number + "@example.com",
                "address",
                fields("city", pick(CITIES, number), "postcode", String.format("%05d", number * 731)),
                "tags",
                number % 5 == 0 ? List.of("regular", "newsletter") : List.of(),
                "since",
                OPENED.plus(number, ChronoUnit.DAYS).toString());
    }

    private static Map<String, Object> product(int number) {
        return fields(
                "sku", String.format("SH-%04d", number),
                "name", pick(THINGS, number) + ", " + pick(COLOURS, number),
                "price", price(number),
                "stock", number % 7 == 0 ? null : number * 3 % 40,
                "size", fields("width_cm", new BigDecimal(number % 30 + 5 + ".50"), "height_cm", number % 20 + 10));
    }

    private static BigDecimal price(int product) {
        return new BigDecimal(product % 45 + 4 + (product % 2 == 0 ? ".90" : ".50"));
    }

    private static String pick(List<String> values, int number) {
        return values.get(number % values.size());
    }

    private static List<Map<String, Object>> records(int count, IntFunction<Map<String, Object>> record) {
        return IntStream.rangeClosed(1, count).mapToObj(record).toList();
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
