/**
 * How fast the product is, and how much memory it takes, each beside a hand-written loop. Enter by
 * {@link org.restconnector.bench.PullBench}. No part of {@code mvn verify}, but for {@code -Pbench}.
 */
package org.restconnector.bench;
