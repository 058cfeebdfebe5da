package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.triggers.TriggerResult.Ending;
import org.postern.triggers.beans.UserBean;

/** What scripts can say: dialects, Java classes, beans. */
class ScriptsTest {

  @TempDir Path folder;

  private TriggerResult run(String... lines) {
    Runs runs = new Runs(folder).with("imServerBean", new Directory());
    return runs.runner().build().run(runs.script(lines));
  }

  private String printed(String... lines) {
    TriggerResult result = run(lines);
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
    return Runs.printed(result);
  }

  /** A bean of the host product's own. */
  public static final class Directory {

    /** A user. */
    public UserBean getUserBean(String name) {
      return new Pat(name);
    }
  }

  /** A user of a class that scripts cannot see. */
  record Pat(String name) implements UserBean {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getFullName() {
      return "Pat Doe";
    }

    @Override
    public String getEmailAddress() {
      return name + "@example.com";
    }

    @Override
    public String getDescription() {
      return "";
    }

    @Override
    public boolean isActive() {
      return true;
    }

    @Override
    public String[] getGroups() {
      return new String[] {"dev", "qa"};
    }
  }

  @Test
  void theEnvironmentTellsOfScriptEventAndServers() {
    assertThat(
            printed(
                "var eb = bsf.lookupBean('siEnvironmentBean');",
                "var hp = eb.getMailHostnameAndPort();",
                "if (hp[0] == null || hp[0].length() == 0) eb.abortScript('no host', true);",
                "eb.print(hp[0] + ':' + hp[1] + ' ' + hp.length);",
                "eb.print(eb.getScriptName() + ' ' + eb.getEventName() + ' ' + eb.getHostURL());",
                "print(getSMTPServer() + ' ' + getSMTPPort());"))
        .isEqualTo(
            """
            mail.example.com:2525 2
            script.js Issue.changed.post https://rvs.example.com:7001
            mail.example.com 2525""");
  }

  @Test
  void beansOfTheHostAreSeenByTheirInterfaces() {
    assertThat(
            printed(
                "var user = bsf.lookupBean('imServerBean').getUserBean('pat');",
                "print(user.getFullName() + ' ' + user.fullName + ' ' + user.getGroups()[1]);",
                "print(user.getEmailAddress().indexOf('@'));",
                "print(user.getName().equals('pat') + ' ' + (user.getName() == 'pat'));"))
        .isEqualTo("Pat Doe Pat Doe qa\n3\ntrue true");
  }

  @Test
  void anUnknownMethodIsNamedWithTheNearestOne() {
    TriggerResult result =
        run(
            "var server = bsf.lookupBean('imServerBean');",
            "var user = server.getUserBean('pat');",
            "print(user.getFulName());");
    assertThat(result.fault().orElseThrow().toString())
        .contains("script.js:3")
        .contains("imUserBean has no method getFulName; did you mean getFullName?");
    assertThat(result.fault().orElseThrow().sourceLine()).isEqualTo("print(user.getFulName());");
  }

  @Test
  void anUnknownBeanIsNamedWithTheNearestOne() {
    TriggerResult result = run("", "bsf.lookupBean('imServerBaen');");
    assertThat(result.fault().orElseThrow().toString())
        .contains("script.js:2", "there is no bean imServerBaen; did you mean imServerBean?");
  }

  @Test
  void aBeanThatThisEventDoesNotHaveIsNull() {
    assertThat(printed("print(bsf.lookupBean('imScheduleTriggerArgumentsBean') == null);"))
        .isEqualTo("true");
  }

  @Test
  void javaStringsAreComparedTheRhinoWay() {
    assertThat(
            printed(
                "var s = new java.lang.String('abc');",
                "print((s == 'abc') + ' ' + (s === 'abc') + ' ' + s.length() + ' ' + (s + '').length);",
                "print(new java.lang.String('a,b').split(',')[1] + ' ' + s.matches('[a-c]+'));"))
        .isEqualTo("true false 3 3\nb true");
  }

  @Test
  void aScriptCanCatchAWrongRegularExpressionOfAJavaString() {
    assertThat(
            printed(
                "var s = new java.lang.String('abc'); var caught = '';",
                "for each (var method in ['matches', 'replaceAll', 'replaceFirst', 'split']) {",
                "  try { s[method]('(', 'x'); } catch (e) { caught += method + ' '; }",
                "}",
                "print(caught);"))
        .isEqualTo("matches replaceAll replaceFirst split ");
  }

  @Test
  void theOldDialectRunsToo() {
    assertThat(
            printed(
                "var sum = 0; for each (var n in [1, 2, 3]) sum += n;",
                "String.prototype.shout = function() { return this.toUpperCase(); };",
                "print(sum + 'ok'.shout());",
                "with (new JavaImporter(java.util)) { var l = new ArrayList(); l.add('x'); print(l.size()); }"))
        .isEqualTo("6OK\n1");
    assertThat(printed("var square = function(x) x * x;", "print(square(4));")).isEqualTo("16");
  }

  @Test
  void todaysDialectRuns() {
    assertThat(
            printed(
                "const f = (a, b = 2) => `${a}-${b}`;",
                "let [x, y] = [1, 2]; let rest = [...[y, 3]];",
                "print(f(x) + rest.map(n => n * 2));"))
        .isEqualTo("1-24,6");
  }

  @Test
  void importedPackagesThatAreNotThereDoNoHarmUntilUsed() {
    TriggerResult result =
        run(
            "importPackage(Packages.com.dingtalk.api);",
            "importPackage(java.util);",
            "print(new ArrayList().size());",
            "new Packages.com.dingtalk.api.Client();");
    assertThat(Runs.printed(result)).isEqualTo("0");
    assertThat(result.fault().orElseThrow().toString())
        .contains("script.js:4", "com.dingtalk.api.Client is not there for scripts");
  }

  @Test
  void whatIsPrintedIsLoggedAsJavaScriptShowsIt() {
    assertThat(
            printed(
                "var eb = bsf.lookupBean('siEnvironmentBean');",
                "eb.print(1); eb.print(true); eb.print([1, 2]); eb.print(null);",
                "eb.print(new java.util.ArrayList());",
                "var out = java.lang.System.out; out.println(2 > 1); out.print('a');",
                "out.println('b \u4e16'); out.printf('%s!', ['x']);",
                "Packages.mks.util.Logger.message('cat', 5, 3);"))
        .isEqualTo("1\ntrue\n1,2\nnull\n[]\ntrue\nab \u4e16\n3\nx!");
  }

  @Test
  void aStaticMethodOfAClassThatIsNotThereIsReportedWithTheClass() {
    for (String call :
        new String[] {
          "java.net.InetAddress.getLocalHost()",
          "Packages.com.alibaba.fastjson.JSON.toJSONString({})",
          "org.example.Tool.call('x')"
        }) {
      String name = call.substring(0, call.lastIndexOf('.')).replace("Packages.", "");
      TriggerResult result = run("", "var x = " + call + ";");
      assertThat(result.fault().orElseThrow().toString())
          .contains("script.js:2: the Java class " + name + " is not there for scripts");
    }
    assertThat(run("var a = {B: {c: {}}};", "a.B.c();").fault().orElseThrow().message())
        .isEqualTo("TypeError: c is not a function, it is object.");
  }

  @Test
  void faultsNameClassesAsScriptsDoAndTakeOneLine() {
    assertThat(run("java.lang.Thread.stopAll();").fault().orElseThrow().message())
        .contains("Java class \"java.lang.Thread\"");
    assertThat(run("new java.lang.String('a').replace(/a/, 'b');").fault().orElseThrow().message())
        .contains("ambiguous")
        .doesNotContain("\n");
  }

  @Test
  void loopsByIteratorSeeTheElementsOfJavaCollections() {
    assertThat(
            printed(
                "var m = new java.util.TreeMap(); m.put('a', 1); m.put('b', 2);",
                "for (var k in Iterator(m.keySet())) print(k);",
                "for each (var n in Iterator(java.util.Arrays.asList('x', 'y'))) print(n);"))
        .isEqualTo("a\nb\nx\ny");
  }

  @Test
  void aClassLoaderSetForJavaMailHasNoEffect() {
    assertThat(
            printed(
                "importPackage(java.lang);",
                "var thread = Thread.currentThread();",
                "var before = thread.getContextClassLoader();",
                "thread.setContextClassLoader(null);",
                "java.lang.Thread.currentThread().setContextClassLoader(before);",
                "print(before + ' ' + (thread.getName().length() > 0));"))
        .isEqualTo("null true");
  }

  @Test
  void abortingPassesEveryCatchAndVetoes() {
    TriggerResult result =
        run(
            "var eb = bsf.lookupBean('siEnvironmentBean');",
            "eb.pushErrorMessage('first');",
            "try { eb.abortScript('not so', true); } catch (e) { print('caught'); }",
            "print('went on');");
    assertThat(result.ending()).isEqualTo(Ending.VETOED);
    assertThat(result.message()).isEqualTo("not so");
    assertThat(Runs.printed(result)).isEmpty();
    assertThat(result.errors()).containsExactly("first");
  }

  @Test
  void secretsOfTheServersFilesAreWithheldWhateverAScriptAsks() {
    Runs runs = new Runs(folder);
    java.util.Map<String, String> files =
        java.util.Map.of(
            "mksis.logging.emailfrom.password", "Geheim-1",
            "mksis.security.smtp.oauth.clientSecret", "Geheim-2",
            "mksis.db.pwd", "Geheim-3",
            "my.apiKey", "Geheim-4",
            "encrypted.thing", "ENC[1.k.Geheim-5]",
            "mksis.security.smtp.oauth.tokenEndpointURL", "https://id.example.com/token",
            "mksis.security.smtp.oauth.clientID", "app",
            "mksis.logging.syslog.hostname", "log.example.com");
    TriggerResult result =
        runs.runner()
            .serverProperties(files)
            .build()
            .run(
                runs.script(
                    "var eb = bsf.lookupBean('siEnvironmentBean');",
                    "var names = ['mksis.logging.emailfrom.password', 'encrypted.thing', 'my.apiKey',",
                    "  'mksis.security.smtp.oauth.clientSecret', 'mksis.db.pwd', 'absent',",
                    "  'mksis.security.smtp.oauth.tokenEndpointURL',",
                    "  'mksis.security.smtp.oauth.clientID', ' mksis.logging.syslog.hostname'];",
                    "for (var i = 0; i < names.length; i++)",
                    "  print(eb.getServerConfigurationProperty(names[i]));",
                    "var all = [bsf, eb, bsf.lookupBean('parametersBean'), this];",
                    "for (var k = 0; k < all.length; k++) for (var n in all[k]) {",
                    "  try { print(n + '=' + all[k][n]); } catch (e) { print(e); } }"));
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    assertThat(Runs.printed(result))
        .startsWith(
            "null\nnull\nnull\nnull\nnull\nnull\nhttps://id.example.com/token\napp\nlog.example.com");
    assertThat(result.log().toString()).doesNotContain("Geheim");
  }

  @Test
  void exceptionsOfJavaCanBeCaughtAndPrinted() {
    assertThat(
            printed(
                "try { java.lang.Integer.parseInt('x'); } catch (e) {",
                "  print(e.javaException.getClass().getName() + ': ' + e.javaException.getMessage());",
                "  var sw = new java.io.StringWriter();",
                "  e.javaException.printStackTrace(new java.io.PrintWriter(sw));",
                "  print(sw.toString().length() > 0);",
                "}"))
        .isEqualTo("java.lang.NumberFormatException: For input string: \"x\"\ntrue");
  }
}
