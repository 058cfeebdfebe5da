package org.postern.distribution.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with a person before it who knows the lab's password. */
final class Browser implements AutoCloseable {

  private static final String MISSING = "there is no chromedriver; scripts/test installs it";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static Browser open() throws IOException {
    Path driver = driver().orElseThrow(() -> new IOException(MISSING));
    // the driver's path is given: nothing is downloaded
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build();
    ChromeOptions options = new ChromeOptions();
    Stream.of("/usr/bin/chromium", "/snap/bin/chromium")
        .filter(path -> new File(path).canExecute())
        .findFirst()
        .ifPresent(options::setBinary);
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // the tests run as root, and visit pages of this host only
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        "--user-data-dir=" + Files.createTempDirectory("browser"));
    options.setAcceptInsecureCerts(true); // the lab's own CA
    return new Browser(new ChromeDriver(service, options));
  }

  /** Leaves a test out, with a word, where there is no browser and none is required. */
  static void demand() {
    if (driver().isEmpty() && !"required".equals(System.getProperty("postern.e2e"))) {
      System.out.println("SKIPPED: " + MISSING);
      Assumptions.abort(MISSING);
    }
  }

  private static Optional<Path> driver() {
    return Stream.of("/usr/bin/chromedriver", "/snap/bin/chromium.chromedriver")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens the page and does what a person does until the text is shown. */
  void visit(String page, String userCode, String until) {
    driver.get(page);
    try {
      pass(userCode, until);
    } catch (ConditionTimeoutException stuck) {
      String text = driver.findElement(By.tagName("body")).getText();
      throw new AssertionError(driver.getCurrentUrl() + " shows: " + text, stuck);
    }
  }

  private void pass(String userCode, String until) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              try {
                if (driver.findElement(By.tagName("body")).getText().contains(until)) {
                  return true;
                }
                step(userCode);
              } catch (WebDriverException pageChanges) {
                // looked at again
              }
              return false;
            });
  }

  /** As an image, for a person to look at. */
  void photograph(Path file) throws IOException {
    Files.write(file, ((TakesScreenshot) driver).getScreenshotAs(OutputType.BYTES));
  }

  private void step(String userCode) {
    List<WebElement> code = driver.findElements(By.name("device_user_code"));
    List<WebElement> name = driver.findElements(By.id("username"));
    if (!code.isEmpty()) {
      fill(code.get(0), userCode);
      code.get(0).submit();
      return;
    }
    if (!name.isEmpty()) {
      fill(name.get(0), Lab.USER);
      fill(driver.findElement(By.id("password")), Lab.PERSON_PASSWORD);
    }
    List<WebElement> go = driver.findElements(By.id("kc-login"));
    if (!go.isEmpty()) {
      go.get(0).click();
    }
  }

  private static void fill(WebElement field, String text) {
    field.clear();
    field.sendKeys(text);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
