"""An application in both of its forms: the SQL export and the APEXlang export, component by
component. Since APEX 26.1 a component's static id is its identifier in APEXlang, and the bridge."""
