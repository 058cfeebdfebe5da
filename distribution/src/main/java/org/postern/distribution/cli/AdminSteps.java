package org.postern.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import org.postern.auth.oauth.ClientKeys;
import org.postern.auth.oauth.OAuthFiles;

/**
 * What the administrator of a provider has to run or click, with the names of a set-up filled in.
 */
final class AdminSteps {

  private AdminSteps() {}

  /** Lines fit to paste; empty where nothing is to be done. */
  static List<String> of(InitAnswers set) {
    if (set.grant().isEmpty()) {
      return List.of();
    }
    return switch (set.provider().family()) {
      case "microsoft365" -> set.logsIn(Logins.PERSON) ? person(set) : application(set);
      case "google" -> set.logsIn(Logins.SERVICE_ACCOUNT) ? delegation(set) : desktop();
      default -> List.of();
    };
  }

  private static List<String> application(InitAnswers set) {
    String mailbox = quoted(set.user());
    boolean machine = set.proof().how().filter(Logins.MACHINE::equals).isPresent();
    String id = quoted(set.clientId().orElse("APPLICATION_ID"));
    List<String> steps = new ArrayList<>();
    if (machine) {
      steps.addAll(machine(set));
    } else {
      steps.add("# In Entra ID first, App registrations > the application:");
      steps.addAll(credential(set));
      steps.add("#   API permissions > Office 365 Exchange Online > Application permissions >");
      steps.add("#   SMTP.SendAsApp, then Grant admin consent.");
      steps.add("# OBJECT_ID is that of the ENTERPRISE application, not of the registration.");
      steps.add("$objectId = 'OBJECT_ID'");
    }
    steps.addAll(
        List.of(
            "",
            "# Then in Exchange Online PowerShell:",
            "Connect-ExchangeOnline",
            "New-ServicePrincipal -AppId '" + id + "' -ObjectId $objectId",
            "Add-MailboxPermission -Identity '"
                + mailbox
                + "' -User $objectId"
                + " -AccessRights FullAccess",
            allow(mailbox)));
    if (set.from().isPresent()) {
      steps.add(
          "Add-RecipientPermission -Identity '"
              + quoted(set.from().get())
              + "' -Trustee $objectId -AccessRights SendAs");
    }
    steps.addAll(
        List.of(
            "",
            "# Or, in place of permission and mailbox right, RBAC for Applications (no API",
            "# permission at all; give it a scope that holds the mailbox):",
            "# New-ServicePrincipal -AppId '" + id + "' -ObjectId $objectId",
            "# New-ManagementScope -Name 'Postern' -RecipientRestrictionFilter"
                + " \"PrimarySmtpAddress -eq '"
                + mailbox
                + "'\"",
            "# New-ManagementRoleAssignment -App $objectId -Role 'Application SMTP.SendAsApp'"
                + " -CustomResourceScope 'Postern'",
            "",
            "# Changes take 15 to 30 minutes to act, at times longer."));
    return steps;
  }

  /** What the registration has to know of the client's proof. */
  private static List<String> credential(InitAnswers set) {
    List<String> steps = new ArrayList<>();
    InitProof proof = set.proof();
    proof
        .certificate()
        .ifPresent(
            file -> {
              steps.add("#   Certificates & secrets > Certificates > Upload certificate:");
              boolean beside = proof.settings().containsKey(ClientKeys.CERTIFICATE_FILE);
              if (!beside) {
                steps.add("#   what this writes (the file of the key stays here):");
                steps.add(
                    "#   openssl pkcs12 -in '" + file + "' -nokeys -clcerts -out postern.cer");
              } else {
                steps.add("#   " + file);
              }
              steps.add("#   Its thumbprint there: " + proof.thumbprint().orElse(""));
            });
    proof.assertion().ifPresent(assertion -> steps.addAll(federated(assertion)));
    return steps;
  }

  private static List<String> federated(OAuthFiles.Assertion assertion) {
    return List.of(
        "#   Certificates & secrets > Federated credentials > Add credential >",
        "#   Other issuer:",
        "#     Issuer:   " + assertion.issuer(),
        "#     Subject:  " + assertion.subject(),
        "#     Audience: " + String.join(", ", assertion.audience()));
  }

  /** A managed identity has no registration: its permission is given by Microsoft Graph. */
  private static List<String> machine(InitAnswers set) {
    List<String> steps = new ArrayList<>();
    steps.add("# In Entra ID, Enterprise applications > Managed Identities: find the identity of");
    steps.add(
        "# this machine. OBJECT_ID is its object id" + (set.clientId().isPresent() ? "." : ","));
    if (set.clientId().isEmpty()) {
      steps.add("# APPLICATION_ID its application id.");
    }
    steps.add("$objectId = 'OBJECT_ID'");
    steps.add("");
    steps.add("# In Microsoft Graph PowerShell, the permission SMTP.SendAsApp:");
    steps.add("Connect-MgGraph -Scopes AppRoleAssignment.ReadWrite.All,Application.Read.All");
    steps.add(
        "$exchange = Get-MgServicePrincipal -Filter"
            + " \"appId eq '00000002-0000-0ff1-ce00-000000000000'\"");
    steps.add("$role = $exchange.AppRoles | Where-Object Value -eq 'SMTP.SendAsApp'");
    steps.add(
        "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $objectId"
            + " -PrincipalId $objectId -ResourceId $exchange.Id -AppRoleId $role.Id");
    return steps;
  }

  private static List<String> person(InitAnswers set) {
    List<String> steps = new ArrayList<>();
    steps.add("# In Entra ID, App registrations > the application:");
    if (set.tenant().isEmpty()) {
      steps.add("#   Supported account types: must include personal Microsoft accounts.");
    }
    boolean open = set.proof().how().filter(Logins.PUBLIC::equals).isPresent();
    if (open) {
      steps.add("#   Authentication > Allow public client flows: Yes.");
    } else {
      steps.addAll(credential(set));
    }
    String port = open ? "" : ":PORT";
    steps.add(
        "#   Only for `postern login --browser"
            + (open ? "`" : " --port PORT`")
            + ": the redirect URI");
    steps.add(
        "#   http://127.0.0.1"
            + port
            + "/ of type "
            + (open ? "InstalledClient" : "Web")
            + ", which only");
    steps.add("#   the page Manifest takes (replyUrlsWithType).");
    steps.add("#   API permissions > Microsoft Graph > Delegated permissions > SMTP.Send");
    if (set.tenant().isPresent()) {
      steps.addAll(
          List.of(
              "",
              "# Then in Exchange Online PowerShell:",
              "Connect-ExchangeOnline",
              allow(quoted(set.user()))));
    }
    return steps;
  }

  private static String allow(String mailbox) {
    return "Set-CASMailbox -Identity '" + mailbox + "' -SmtpClientAuthenticationDisabled $false";
  }

  /** Within single quotes PowerShell wants each of them twice. */
  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  private static List<String> delegation(InitAnswers set) {
    return List.of(
        "# Google Admin console: Security > Access and data control > API controls >",
        "# Manage domain-wide delegation > Add new",
        "#   Client ID:    "
            + set.proof()
                .account()
                .flatMap(OAuthFiles.Account::clientId)
                .orElse("the unique id of the service account, in the Google Cloud console"),
        "#   OAuth scopes: https://mail.google.com/");
  }

  private static List<String> desktop() {
    return List.of(
        "# Google Cloud console: APIs & Services > Credentials > Create credentials >",
        "# OAuth client ID > Desktop app. On the consent screen the scope",
        "# https://mail.google.com/ and, so that logins last longer than 7 days, the",
        "# publishing status In production, or the user type Internal.");
  }
}
