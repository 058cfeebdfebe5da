// <b>E-mail to those whom a change concerns</b>
// <p>A post-event trigger, or a scheduled one for the items that its query finds.
// The mail leaves by whatever mode the mail server is configured for: open relay,
// basic authentication or OAuth 2.0. The script is the same for all three.
//
// @param String Types
// Only items of these types, with commas between them; empty: all types.
//
// @param String New States
// Only changes to one of these states; empty: any change.
//
// @param Field Changed Field
// Only changes of this field; empty: any field.
//
// @param String User Fields
// Fields with users who get the mail, with commas between them; empty: Assigned User.
//
// @param DynamicGroup Dynamic Group
// Its members in the item's project get the mail too.
//
// @param String Further Addresses
// Addresses that always get the mail, with commas between them.
//
// @param String Sender
// The sender; empty: the configured user, which most servers insist on.
//
// @param String Subject
// The subject, with tokens as in Message; empty: a short one.
//
// @param MultiString Message
// The HTML text. Tokens are replaced by values: <%ID%>, <%Type%>, <%Summary%>,
// <%State%>, <%OldState%>, <%Project%>, <%AssignedUser%>, <%User%> (who made the
// change), <%hosturl%>, and <%Name of any field%>. Empty: a table of the item.
//
// @param Boolean Require Access Token
// true: ask for an access token first and fail without one. The mail itself does not
// need it; postern.trigger.access_token must be set to allow.

importPackage(Packages.org.apache.commons.mail);

var eb = bsf.lookupBean("siEnvironmentBean");
var params = bsf.lookupBean("parametersBean");
var server = bsf.lookupBean("imServerBean");

var DEFAULT_SUBJECT = "<%Type%> <%ID%> is <%State%>: <%Summary%>";
var DEFAULT_MESSAGE =
  "<table>" +
  "<tr><td>Item</td><td><a href=\"<%hosturl%>/im/issues?selection=<%ID%>\"><%ID%></a></td></tr>" +
  "<tr><td>Summary</td><td><%Summary%></td></tr>" +
  "<tr><td>State</td><td><%OldState%> &rarr; <%State%></td></tr>" +
  "<tr><td>Project</td><td><%Project%></td></tr>" +
  "<tr><td>Assigned to</td><td><%AssignedUser%></td></tr>" +
  "<tr><td>Changed by</td><td><%User%></td></tr>" +
  "</table>";

// The mail server, as it is configured: nothing of it is written into a script.

function getSMTPServer() {
  return eb.getSMTPServer();
}

function getSMTPPort() {
  return eb.getSMTPPort();
}

function getOAuthAccessToken() {
  return eb.getOAuthAccessToken();
}

function text(value) {
  return value === null || value === undefined ? "" : String(value);
}

function list(value) {
  return text(value).split(",").map(function (one) { return one.trim(); })
    .filter(function (one) { return one !== ""; });
}

function escapeHtml(value) {
  return value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;").replace(/'/g, "&#39;");
}

function fullName(login) {
  try {
    return text(server.getUserBean(login).getFullName()) || text(login);
  } catch (unknown) {
    return text(login);
  }
}

/** The value of a token; a field of that name where it is none of ours. */
function value(item, token) {
  switch (token) {
    case "ID": return text(item.getIssueIDString());
    case "Type": return text(item.getType());
    case "Summary": return text(item.getSummary());
    case "State": return text(item.getState());
    case "OldState": return isDelta ? text(item.getOldState()) : text(item.getState());
    case "Project": return text(item.getProject());
    case "AssignedUser": return fullName(item.getAssignedUser());
    case "User": return fullName(server.getCurrentUser());
    case "hosturl": return text(eb.getHostURL());
    default: return text(item.getFieldDisplayString(token));
  }
}

function fill(template, item, escape) {
  return template.replace(/<%([^%]+)%>/g, function (all, token) {
    var found = value(item, token.trim());
    return escape ? escapeHtml(found) : found;
  });
}

/** The HTML text as plain text, for those who read no HTML. */
function plain(html) {
  return html
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gi, "")
    .replace(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/g, "$2 ($1)")
    .replace(/<\/td>\s*<td>/g, ": ")
    .replace(/<(br|\/p|\/tr|\/div|\/h\d)[^>]*>/gi, "\n")
    .replace(/<[^>]+>/g, "")
    .replace(/&rarr;/g, "->").replace(/&lt;/g, "<").replace(/&gt;/g, ">")
    .replace(/&nbsp;/g, " ").replace(/&#39;/g, "'").replace(/&quot;/g, "\"")
    .replace(/&amp;/g, "&");
}

function concerns(item) {
  var types = list(params.getParameter("Types"));
  if (types.length > 0 && types.indexOf(text(item.getType())) < 0) {
    return false;
  }
  if (!isDelta) {
    return true;
  }
  var states = list(params.getParameter("New States"));
  if (states.length > 0) {
    if (!item.isStateChanged() || states.indexOf(text(item.getNewState())) < 0) {
      return false;
    }
  }
  var field = text(params.getParameter("Changed Field"));
  return field === "" || item.isFieldChanged(field);
}

function addUser(addresses, login) {
  var user;
  try {
    user = server.getUserBean(login);
  } catch (unknown) {
    eb.print("no mail to " + login + ": " + unknown, 1);
    return;
  }
  var address = text(user.getEmailAddress());
  if (address === "") {
    eb.print("no address of " + login, 5);
  } else if (user.isActive()) {
    addresses[address.toLowerCase()] = {address: address, name: text(user.getFullName())};
  }
}

function recipients(item) {
  var addresses = {};
  var fields = list(params.getStringParameter("User Fields", "Assigned User"));
  fields.forEach(function (field) {
    var users = item.getFieldValue(field);
    if (users === null) {
      return;
    }
    list(String(users).replace(/^\[|\]$/g, "")).forEach(function (login) {
      addUser(addresses, login);
    });
  });
  var group = text(params.getParameter("Dynamic Group"));
  if (group !== "") {
    var members = server.getDynamicGroupBean(group).getUsers(text(item.getProject()));
    for (var i = 0; i < members.length; i++) {
      addUser(addresses, members[i]);
    }
  }
  list(params.getParameter("Further Addresses")).forEach(function (address) {
    addresses[address.toLowerCase()] = {address: address, name: ""};
  });
  return Object.keys(addresses).map(function (key) { return addresses[key]; });
}

function message() {
  // as text: as a list it would be taken apart at its commas
  return text(params.getStringParameter("Message")).trim() || DEFAULT_MESSAGE;
}

function send(item) {
  var to = recipients(item);
  if (to.length === 0) {
    eb.print("nobody is to be told of item " + item.getIssueIDString(), 5);
    return;
  }
  var html = fill(message(), item, true);
  var email = new HtmlEmail();
  email.setHostName(getSMTPServer());
  email.setSmtpPort(getSMTPPort());
  email.setCharset("UTF-8");
  var sender = text(params.getParameter("Sender"));
  if (sender === "") {
    sender = text(eb.getServerConfigurationProperty("postern.mail.from"))
      || text(eb.getServerConfigurationProperty("mksis.logging.email.from"));
  }
  email.setFrom(sender);
  to.forEach(function (one) {
    email.addTo(one.address, one.name);
  });
  email.setSubject(
    fill(params.getStringParameter("Subject", DEFAULT_SUBJECT) + "", item, false)
      .replace(/\s+/g, " "));
  email.setHtmlMsg("<html><body>" + html + "</body></html>");
  email.setTextMsg(plain(html));
  email.send();
}

eb.setMessageCategory("EMAIL");
if (params.getBooleanParameter("Require Access Token", false)) {
  eb.print("an access token of " + getOAuthAccessToken().length() + " characters is there");
}
var scheduled = bsf.lookupBean("imScheduleTriggerArgumentsBean");
var isDelta = scheduled === null;
if (isDelta) {
  var delta = bsf.lookupBean("imIssueDeltaBean");
  if (concerns(delta)) {
    send(delta);
  }
} else {
  var ids = scheduled.getIssues();
  for (var n = 0; n < ids.length; n++) {
    var item = server.getIssueBean(ids[n]);
    if (concerns(item)) {
      send(item);
    }
  }
}
