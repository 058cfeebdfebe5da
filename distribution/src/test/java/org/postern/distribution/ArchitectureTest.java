package org.postern.distribution;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;

/** The rules of ARCHITECTURE.md, over the classes of all modules. */
@AnalyzeClasses(packages = "org.postern", importOptions = ImportOption.DoNotIncludeTests.class)
@ArchTag("same-on-every-jdk")
class ArchitectureTest {

  @ArchTest
  static final ArchRule jakartaMailIsKnownToMessagesAndTriggersAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.postern.core.message..", "org.postern.testkit..", "org.postern.triggers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.mail..", "jakarta.activation..", "org.eclipse.angus..");

  @ArchTest
  static final ArchRule guiceIsKnownToTheDistributionAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.postern.distribution..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google..", "jakarta.inject..");

  @ArchTest
  static final ArchRule rhinoIsKnownToTheTriggersAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.postern.triggers..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.mozilla..");

  @ArchTest
  static final ArchRule internalsOfTriggersAreOfTriggersAlone =
      classes()
          .that()
          .resideInAnyPackage("org.postern.triggers.internal..", "org.postern.triggers.compat..")
          .should()
          .onlyBeAccessed()
          .byClassesThat()
          .resideInAPackage("org.postern.triggers..");

  @ArchTest
  static final ArchRule authModulesDoNotKnowEachOther =
      slices().matching("org.postern.auth.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("org.postern.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.postern.distribution..")
          .and()
          .doNotHaveFullyQualifiedName("org.postern.testkit.TestkitCommand")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule cryptoAndTruststoreKnowNothingOfOurs =
      noClasses()
          .that()
          .resideInAnyPackage("org.postern.crypto..", "org.postern.truststore..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.postern..")
                  .and(
                      not(resideInAnyPackage("org.postern.crypto..", "org.postern.truststore.."))));

  @ArchTest
  static final ArchRule internalsOfCoreAreOfCoreAlone =
      classes()
          .that()
          .resideInAPackage("org.postern.core.internal..")
          .should()
          .onlyBeAccessed()
          .byClassesThat()
          .resideInAPackage("org.postern.core..");

  @ArchTest
  static final ArchRule internalsOfTheSpoolAreOfTheSpoolAlone =
      classes()
          .that()
          .resideInAPackage("org.postern.spool.internal..")
          .should()
          .onlyBeAccessed()
          .byClassesThat()
          .resideInAPackage("org.postern.spool..");

  @ArchTest
  static final ArchRule internalsOfTheRelayAreOfTheRelayAlone =
      classes()
          .that()
          .resideInAPackage("org.postern.relay.internal..")
          .should()
          .onlyBeAccessed()
          .byClassesThat()
          .resideInAPackage("org.postern.relay..");

  @ArchTest
  static final ArchRule theSpoolKnowsCoreAlone =
      noClasses()
          .that()
          .resideInAPackage("org.postern.spool..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.postern..")
                  .and(not(resideInAnyPackage("org.postern.spool..", "org.postern.core.."))));

  @ArchTest
  static final ArchRule theRelayKnowsCoreAndSpoolAlone =
      noClasses()
          .that()
          .resideInAPackage("org.postern.relay..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.postern..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.postern.relay..",
                              "org.postern.spool..",
                              "org.postern.core.."))));

  @ArchTest
  static final ArchRule sqlIsKnownToTheSpoolAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.postern.spool..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..")
                  // an outbox hands the caller's own transaction on
                  .and(not(equivalentTo(Connection.class))));

  @ArchTest
  static final ArchRule coreKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("org.postern.core..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.postern..").and(not(resideInAPackage("org.postern.core.."))));
}
