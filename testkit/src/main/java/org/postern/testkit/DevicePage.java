package org.postern.testkit;

/** The page on which a person plays the user of a device login; no style, no script. */
final class DevicePage {

  private DevicePage() {}

  /** Answers the page itself, or a press of one of its buttons. */
  static TokenAnswer answer(TokenRequest request, DeviceLogins devices) {
    String code = request.form().getOrDefault("user_code", "");
    if (!request.method().equals("POST")) {
      return page(form(request.query().getOrDefault("user_code", "")));
    }
    try {
      if (request.form().containsKey("deny")) {
        devices.deny(code);
        return page("<p>Denied.</p>");
      }
      devices.approve(code);
      return page("<p>Approved. You may close this page.</p>");
    } catch (IllegalArgumentException unknown) {
      return page("<p>No login shows this code.</p>" + form(""));
    }
  }

  private static String form(String code) {
    // the code comes from the address: letters and a dash only, lest it be markup
    String value = code.replaceAll("[^A-Za-z-]", "");
    return "<form method=\"post\" action=\"device\"><label>Code"
        + " <input name=\"user_code\" value=\""
        + value
        + "\"></label> <button name=\"approve\">Approve</button>"
        + " <button name=\"deny\">Deny</button></form>";
  }

  private static TokenAnswer page(String body) {
    return TokenAnswer.status(
        200,
        "text/html;charset=UTF-8",
        "<!DOCTYPE html><html lang=\"en\"><title>Device login</title><body>"
            + body
            + "</body></html>");
  }
}
