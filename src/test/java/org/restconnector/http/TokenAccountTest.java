package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.restconnector.settings.Parameters;
import org.restconnector.testing.PullParameters;

class TokenAccountTest {
    private final SetClock clock = new SetClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final ApiSettings api = ApiSettings.of(parameters());
    private volatile Tokens.Sender endpoint = call -> answer("t" + asked.get(), 3600);
    private final TokenMemory memory = (key, atMost) -> {
        throw new AssertionError("client credentials have no memory");
    };
    private final Tokens tokens = new Tokens(
            call -> {
                asked.incrementAndGet();
                return endpoint.send(call);
            },
            memory,
            clock);

    private static Parameters parameters() {
        return PullParameters.with(
                "auth", "oauth2", "tokenUrl", "https://h/t", "clientId", "c", "clientSecret", "s", "retryDelay", "2s");
    }

    private static Response answer(String token, long seconds) {
        String json = "{\"access_token\":\"" + token + "\",\"expires_in\":" + seconds + "}";
        return new Response(
                java.net.URI.create("https://h/t"), 200, Headers.NONE, json.getBytes(StandardCharsets.UTF_8));
    }

    private Credentials credentials() {
        return api.credentials().with(tokens, api);
    }

    private String token() throws Exception {
        return credentials().headers().get(0).value();
    }

    @Test
    void sixteenThreadsShareOneRequest() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        endpoint = call -> {
            answered.await();
            return answer("t1", 1);
        };
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> got = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                got.add(threads.submit(this::token));
            }
            await().until(() -> asked.get() == 1);
            answered.countDown();
            for (Future<String> one : got) {
                assertThat(one.get()).isEqualTo("Bearer t1");
            }
            assertThat(asked).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isRenewedAMinuteOrAQuarterOfItsLifeEarly() throws Exception {
        assertThat(token()).isEqualTo("Bearer t1");
        clock.plus(Duration.ofSeconds(3539));
        assertThat(token()).isEqualTo("Bearer t1");
        endpoint = call -> answer("t" + asked.get(), 1);
        clock.plus(Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("Bearer t2");
        clock.plus(Duration.ofMillis(749));
        assertThat(token()).isEqualTo("Bearer t2");
        clock.plus(Duration.ofMillis(1));
        assertThat(token()).isEqualTo("Bearer t3");
    }

    @Test
    void aTokenThatAnotherThreadRenewedIsTaken() throws Exception {
        List<Header> refused = credentials().headers();
        assertThat(credentials().renew(refused)).isTrue();
        assertThat(credentials().renew(refused)).isTrue();
        assertThat(token()).isEqualTo("Bearer t2");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aFaultMakesAllWaitAndTheOldTokenGoesOnWhileItIsGood() throws Exception {
        token();
        clock.plus(Duration.ofSeconds(3590));
        endpoint = call -> {
            throw new TransientFault("POST https://h/t answered 503", 503, Optional.of(Duration.ofSeconds(20)));
        };
        assertThat(token()).isEqualTo("Bearer t1");
        clock.plus(Duration.ofSeconds(9));
        assertThat(token()).isEqualTo("Bearer t1");
        assertThat(asked).hasValue(2);

        clock.plus(Duration.ofSeconds(2));
        assertThatThrownBy(this::token).isInstanceOfSatisfying(TokenFault.class, fault -> {
            assertThat(fault.code()).isEqualTo("auth_failed");
            assertThat(fault.retryAfter()).contains(Duration.ofSeconds(9));
            assertThat(fault.failures()).isEqualTo(1);
        });
        assertThat(asked).hasValue(2);
        clock.plus(Duration.ofSeconds(9));
        assertThatThrownBy(this::token).isInstanceOfSatisfying(TokenFault.class, fault -> assertThat(fault.failures())
                .isEqualTo(2));
        endpoint = call -> answer("t9", 3600);
        clock.plus(Duration.ofSeconds(20));
        assertThat(token()).isEqualTo("Bearer t9");
    }

    @Test
    void aTokenIsHiddenAsSoonAsItIsKnown() throws Exception {
        endpoint = call -> answer("an-access-token", 3600);
        token();
        assertThat(api.secrets().mask("it was an-access-token")).isEqualTo("it was ***");
    }

    @Test
    void sameCredentialsOfOneConnectionShareAToken() {
        Parameters other = PullParameters.with(
                "auth", "oauth2", "tokenUrl", "https://h/t", "clientId", "c", "clientSecret", "other");
        TokenCredentials same = (TokenCredentials) AuthSettings.of(parameters());
        assertThat(tokens.account(same.source()))
                .isSameAs(tokens.account(((TokenCredentials) api.credentials()).source()))
                .isNotSameAs(tokens.account(((TokenCredentials) AuthSettings.of(other)).source()));
    }

    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void plus(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
