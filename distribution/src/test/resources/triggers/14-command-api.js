// @param String Marker
// @param String passwd
importPackage(Packages.com.mks.api);
var eb = bsf.lookupBean("siEnvironmentBean");
var mv = new Packages.com.mks.api.MultiValue();
mv.setSeparator(",");
mv.add("ID");
mv.add("Summary");
var cmd = new Packages.com.mks.api.Command("im", "issues");
cmd.addOption(new Packages.com.mks.api.Option("fields", mv));
cmd.addOption(new Packages.com.mks.api.Option("user", "admin"));
cmd.addOption(new Packages.com.mks.api.Option("password", "Written-Into-14"));
cmd.addOption(new Packages.com.mks.api.Option("queryDefinition", "(field[Type]=Defect)"));
var response = eb.createAPISessionBean().executeCmd(cmd);
var it = response.getWorkItems();
var found = [];
while (it.hasNext()) {
  var wi = it.next();
  found.push(wi.getField("ID").getValue() + "=" + wi.getField("Summary").getValueAsString());
}
eb.sendmail("postern@lab.test", "inbox@lab.test",
    "API " + bsf.lookupBean("parametersBean").getParameter("Marker"), found.join("\n"));
