package org.postern.distribution.cli;

import java.util.List;

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
      case "microsoft365" -> microsoft(set);
      case "google" -> set.serviceAccount() ? google() : List.of();
      default -> List.of();
    };
  }

  private static List<String> microsoft(InitAnswers set) {
    if (set.tenant().isEmpty()) {
      return List.of();
    }
    String mailbox = quoted(set.user());
    String allow =
        "Set-CASMailbox -Identity '" + mailbox + "' -SmtpClientAuthenticationDisabled $false";
    if (!set.grant().equals(java.util.Optional.of("client_credentials"))) {
      return List.of("# Exchange Online PowerShell", "Connect-ExchangeOnline", allow);
    }
    String id = quoted(set.clientId().orElse(""));
    return List.of(
        "# In Entra ID first: API permission Office 365 Exchange Online > SMTP.SendAsApp",
        "# (application) with admin consent. Then in Exchange Online PowerShell:",
        "# OBJECT_ID is that of the ENTERPRISE application, not of the app registration.",
        "Connect-ExchangeOnline",
        "$objectId = 'OBJECT_ID'",
        "New-ServicePrincipal -AppId '" + id + "' -ObjectId $objectId",
        "Add-MailboxPermission -Identity '"
            + mailbox
            + "' -User $objectId"
            + " -AccessRights FullAccess",
        allow,
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
        "# Changes take 15 to 30 minutes to act, at times longer.");
  }

  /** Within single quotes PowerShell wants each of them twice. */
  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  private static List<String> google() {
    return List.of(
        "# Google Admin console: Security > Access and data control > API controls >",
        "# Manage domain-wide delegation > Add new",
        "#   Client ID:    client_id in the service account's key file",
        "#   OAuth scopes: https://mail.google.com/");
  }
}
