declare module "*.module.css" {
  const classes: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: a CSS module has no other.
  export default classes;
}
declare module "*.css";
declare module "virtual:theme.css";
declare module "@fontsource-variable/inter/opsz.css";
