package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.AuthorizationServer;
import org.restconnector.testing.Authorizing;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.TokenApi;
import org.restconnector.testing.Workspace;

/** A person's way through {@code authorize}, in Chromium. */
class AuthorizeBrowserTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @BeforeAll
    static void requireBrowser() {
        boolean there = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(BROWSER + " and " + DRIVER + " are needed; .ci/run installs them");
        }
        Assumptions.assumeTrue(there, BROWSER + " and " + DRIVER + " are not there: apt-get install chromium-driver");
    }

    @Test
    void allowsInABrowserAndPullsWithTheTokenThatCameOfIt(@TempDir Path directory) throws Exception {
        TokenApi tokens = new TokenApi(Duration.ofHours(1));
        try (ApiServer api = ApiServer.start()) {
            new AuthorizationServer(tokens).on(api);
            api.on("/items", tokens.guard(request -> Answer.json("{\"data\":[{\"id\":1}]}")));
            Workspace workspace = new Workspace(directory);
            workspace.pull(PullFile.of("items", api.url("/items"))
                    .with("to", workspace.jsonlSink("out.jsonl"))
                    .with("auth", "oauth2")
                    .with("grant", "authorization_code")
                    .with("authorizationUrl", api.url("/authorize"))
                    .with("tokenUrl", api.url("/token"))
                    .with("clientId", AuthorizationServer.CLIENT));
            try (Authorizing authorizing = Authorizing.start(workspace, "items")) {
                assertThat(allow(authorizing.url())).contains("This window can be closed.");
                assertThat(authorizing.exitCode()).as(authorizing.said()).isZero();
            }
            assertThat(Once.run(workspace, "items").exitCode()).isZero();
            assertThat(workspace.ids("out.jsonl")).containsExactly(1);
        }
    }

    /** What the last page says. */
    private static String allow(String url) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run");
        ChromeDriver browser = new ChromeDriver(service, options);
        try {
            browser.get(url);
            browser.findElement(By.id("Allow")).click();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> browser.getCurrentUrl().contains("/callback"));
            return browser.findElement(By.tagName("body")).getText();
        } finally {
            browser.quit();
        }
    }
}
