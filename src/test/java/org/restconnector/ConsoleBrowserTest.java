package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;

/** What a user sees in the console and does there, in Chromium; pictures of it are in {@code target/screenshots}. */
class ConsoleBrowserTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final Dimension DESK = new Dimension(1280, 900);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static ChromeDriverService service;
    private static ConsoleApp app;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        boolean there = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(BROWSER + " and " + DRIVER + " are needed; .ci/run installs them");
        }
        Assumptions.assumeTrue(there, BROWSER + " and " + DRIVER + " are not there: apt-get install chromium-driver");
        service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        service.start();
        browser = new ChromeDriver(service, options());
        app = ConsoleApp.startDemo(directory);
        Files.createDirectories(PICTURES);
    }

    private static ChromeOptions options() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (service != null) {
            service.stop();
        }
        if (app != null) {
            app.close();
        }
    }

    @BeforeEach
    void open() {
        // a tab of its own has a session storage of its own
        String old = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB);
        String tab = browser.getWindowHandle();
        browser.switchTo().window(old).close();
        browser.switchTo().window(tab);
        browser.manage().window().setSize(DESK);
        browser.get(app.address() + "/");
    }

    @Test
    void showsTheDemoAtWorkAndReplaysTheRefusedRecord() throws Exception {
        picture("key");
        enter(ConsoleApp.KEY);
        see("demo-orders");
        see("demo-customers");
        see("demo-products");
        see("demo-contacts");
        see("230 records · 230 delivered");
        app.post(
                "/dev/demo-contacts/acme/jobs",
                """
                {"job_name": "contacts", "state": {"Contact": [
                  {"externalId": "c1", "name": "Ada", "email": "ada@example.com"},
                  {"externalId": "c2", "name": "<img src=x onerror=alert(1)>", "balance": 170141183460469231731.10},
                  {"externalId": "c3", "name": "Cleo", "email": "cleo@example.com"}]}}
                """);
        await().atMost(PATIENCE).until(() -> text("nav a:nth-child(2)").contains("1"));
        pictures("overview");

        press("demo-contacts");
        press("contacts");
        see("contact 0 of 1 has no email");
        pictures("job");
        press("Failed");
        see("Contact 2");
        await().atMost(PATIENCE).until(() -> !page().contains("Contact 1"));

        press("Dead letters");
        see("demo-contacts");
        pictures("dead-letters");
        pressIn("main table", "demo-contacts");
        see("170141183460469231731.10");
        see("<img src=x onerror=alert(1)>");
        pictures("dead-letter");
        press("Replay");
        see("1 dead letter on the way again.");
        // it is refused once more
        await().atMost(PATIENCE).until(() -> page().contains("422:"));

        discardIt();
        assertThat(complaints()).isEmpty();
    }

    private void discardIt() {
        browser.findElement(By.cssSelector("main .selection input")).click();
        press("Discard…");
        see("Discard 1 dead letter?");
        picture("discard");
        pressIn("dialog", "Cancel");
        await().atMost(PATIENCE).until(() -> browser.findElements(By.cssSelector("dialog[open]"))
                .isEmpty());
        press("Discard…");
        pressIn("dialog", "Discard");
        see("No dead letters: everything was delivered.");
    }

    @Test
    void pausesResumesAndRunsWhatIsAsked() {
        enter(ConsoleApp.KEY);
        see("demo-products");
        await().atMost(PATIENCE).until(() -> app.store().runs().list("demo-products", 9).stream()
                .anyMatch(run -> run.endedAt().isPresent()));
        pressLabel("Pause demo-products");
        see("demo-products is paused: its schedule starts no run.");
        assertThat(app.store().pauses().since("demo-products")).isPresent();
        await().atMost(PATIENCE).until(() -> !browser.findElements(label("Resume demo-products"))
                .isEmpty());
        int runs = app.store().runs().list("demo-products", 100).size();
        pressLabel("Run demo-products now");
        await().atMost(PATIENCE)
                .until(() -> app.store().runs().list("demo-products", 100).size() == runs + 1);
        pressLabel("Resume demo-products");
        await().atMost(PATIENCE)
                .until(() -> app.store().pauses().since("demo-products").isEmpty());

        press("demo-products");
        see("kamelet:table-sink?table=products");
        await().atMost(PATIENCE)
                .until(() ->
                        browser.findElements(By.cssSelector("main tbody tr")).size() >= runs + 1);
        pictures("pull");
        await().atMost(PATIENCE).until(() -> !page().contains("Running"));
        pressLabel("Start demo-products from the beginning");
        see("Start demo-products from the beginning?");
        pressIn("dialog", "Start over");
        see("demo-products began anew.");

        press("Overview");
        pressLabel("Pause demo-contacts");
        see("Paused");
        assertThat(app.store().batches().state("demo-contacts").pausedReason()).isPresent();
        pressLabel("Resume demo-contacts");
        await().atMost(PATIENCE).until(() -> app.store()
                .batches()
                .state("demo-contacts")
                .pausedReason()
                .isEmpty());
        assertThat(complaints()).isEmpty();
    }

    @Test
    void asksAgainForAKeyThatIsWrong() {
        enter("wrong");
        see("This key is not known here.");
        enter("limited");
        see("This key is for one flow only.");
        enter(ConsoleApp.KEY);
        see("demo-orders");
        browser.navigate().refresh();
        see("demo-orders");
        press("Forget key");
        see("The key is forgotten.");
        assertThat(browser.executeScript("return sessionStorage.length")).isEqualTo(0L);
        assertThat(browser.executeScript("return localStorage.length")).isEqualTo(0L);
    }

    @Test
    void showsWhatRecordsHoldAsTextAndKeepsTheFocus() {
        String evil =
                "</pre><script>document.title='broken'</script>\"'><img src=x onerror=\"document.title='broken'\">";
        String id = app.store()
                .write(transaction -> app.store()
                        .deadLetters()
                        .add(
                                transaction,
                                new NewDeadLetter(
                                        new Origin("pull", "evil" + evil, Optional.empty(), Optional.empty(), evil),
                                        evil,
                                        org.restconnector.json.Json.write(Map.of("<b>", evil)),
                                        java.util.OptionalInt.of(500),
                                        evil,
                                        3)))
                .id();
        try {
            enter(ConsoleApp.KEY);
            press("Dead letters");
            see(evil);
            assertThat(browser.findElements(By.cssSelector("main img, main script, main b")))
                    .isEmpty();
            WebElement field = browser.findElement(By.name("error"));
            field.sendKeys("onerror");
            String before = text(".live");
            app.store().pauses().pause("demo-orders");
            await().atMost(PATIENCE)
                    .until(() -> (Long)
                                    browser.executeScript(
                                            "return performance.getEntriesByType('resource').filter(e => e.name.includes('dead-letters')).length")
                            >= 3);
            assertThat(before).isEqualTo("Live");
            assertThat(browser.switchTo().activeElement()).isEqualTo(field);
            assertThat(field.getDomProperty("value")).isEqualTo("onerror");
            field.sendKeys(Keys.ENTER);
            see("Clear the filter");
            see(evil);
            browser.get(app.address() + "/#/dead-letter/" + id);
            see("</pre><script>");
            assertThat(browser.getTitle()).doesNotContain("broken");
        } finally {
            app.store().pauses().resume("demo-orders");
            app.store().deadLetters().discard(List.of(id));
        }
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        browser.switchTo().activeElement().sendKeys(ConsoleApp.KEY, Keys.ENTER);
        see("demo-orders");
        By run = By.cssSelector("button[aria-label='Run demo-orders now']:not([aria-disabled])");
        await().atMost(PATIENCE).until(() -> !browser.findElements(run).isEmpty());
        for (int i = 0; i < 40; i++) {
            WebElement at = browser.switchTo().activeElement();
            if ("Run demo-orders now".equals(at.getDomAttribute("aria-label"))) {
                assertThat(browser.executeScript("return getComputedStyle(document.activeElement).outlineStyle"))
                        .isEqualTo("solid");
                at.sendKeys(Keys.ENTER);
                await().atMost(PATIENCE)
                        .until(() ->
                                page().contains("demo-orders is running.") || page().contains("is running already"));
                return;
            }
            new org.openqa.selenium.interactions.Actions(browser)
                    .sendKeys(Keys.TAB)
                    .perform();
        }
        throw new AssertionError("no button that runs demo-orders was reached by Tab");
    }

    // ---- a user's eyes and hands ----

    private void enter(String key) {
        await().atMost(PATIENCE).until(() -> !browser.findElements(By.id("key")).isEmpty());
        browser.findElement(By.id("key")).sendKeys(key, Keys.ENTER);
    }

    private String page() {
        return browser.findElement(By.tagName("body")).getText();
    }

    private String text(String selector) {
        List<WebElement> found = browser.findElements(By.cssSelector(selector));
        return found.isEmpty() ? "" : found.get(0).getText();
    }

    private void see(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(page()).contains(text));
    }

    private void press(String text) {
        pressIn("body", text);
    }

    private void pressIn(String place, String text) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            browser.findElement(By.cssSelector(place)).findElements(By.cssSelector("a, button")).stream()
                    .filter(WebElement::isDisplayed)
                    .filter(found ->
                            found.getText().lines().findFirst().orElse("").equals(text))
                    .findFirst()
                    .orElseThrow()
                    .click();
            return true;
        });
    }

    private static By label(String text) {
        return By.cssSelector("button[aria-label='" + text + "']");
    }

    private void pressLabel(String text) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            browser.findElement(label(text)).click();
            return true;
        });
    }

    /**
     * What the browser has to say of the page: scripts that failed, what its policy refused. It says so too of
     * answers that the page shows to its user: a run that runs already, a dead letter that was just delivered.
     */
    private List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
                .map(Object::toString)
                .filter(complaint -> !complaint.matches(".*/api/.* responded with a status of (404|409) .*"))
                .toList();
    }

    private void pictures(String name) {
        picture(name);
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
        assertThat((Boolean) browser.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(name + " fits a phone")
                .isTrue();
        picture(name + "-phone");
        scheme("dark");
        picture(name + "-phone-dark");
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.manage().window().setSize(DESK);
        picture(name + "-dark");
        scheme("light");
    }

    private void scheme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void picture(String name) {
        try {
            Object size =
                    browser.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
            Map<?, ?> content = (Map<?, ?>) size;
            Map<String, Object> shot = browser.executeCdpCommand(
                    "Page.captureScreenshot",
                    Map.of(
                            "captureBeyondViewport",
                            true,
                            "clip",
                            Map.of(
                                    "x",
                                    0,
                                    "y",
                                    0,
                                    "width",
                                    content.get("width"),
                                    "height",
                                    content.get("height"),
                                    "scale",
                                    1)));
            Files.write(
                    PICTURES.resolve(name + ".png"), OutputType.BYTES.convertFromBase64Png((String) shot.get("data")));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
