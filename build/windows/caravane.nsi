; The installer of one user: no rights of an administrator, nothing outside of the user's folders.
;   makensis -DVERSION=0.2.0 -DFROM=dist/caravane -DOUT=caravane-0.2.0-setup.exe caravane.nsi
; With -DSIGN=PROGRAM that signs the file it is given, the installer and the uninstaller are signed.
; caravane-...-setup.exe /S is silent; /D=C:\Folder (last, without quotes) names the folder.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Caravane"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"

Name "Caravane"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Caravane"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
; QUICK: half again as large, and made in a tenth of the time.
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif
BrandingText "Caravane ${VERSION}"
ManifestDPIAware true
ManifestLongPathAware true

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Caravane"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Setup of Caravane"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

!define MUI_ICON "caravane.ico"
!define MUI_UNICON "caravane.ico"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\caravane-window.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"

LangString RUNS ${LANG_ENGLISH} "Caravane is running. Close it, then try again. Nothing was changed."
LangString RUNS ${LANG_FRENCH} "Caravane est ouverte. Fermez-la, puis réessayez. Rien n'a été changé."
LangString STRANGER ${LANG_ENGLISH} "This folder holds something else than Caravane. Choose an empty one. Nothing was changed."
LangString STRANGER ${LANG_FRENCH} "Ce dossier contient autre chose que Caravane. Choisissez-en un vide. Rien n'a été changé."

; A program that runs cannot be opened for writing.
!macro CHECK_FREE NAME
  IfFileExists "$INSTDIR\${NAME}" 0 +7
    ClearErrors
    FileOpen $0 "$INSTDIR\${NAME}" a
    IfErrors 0 +4
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNS)" /SD IDOK
      SetErrorLevel 2
      Quit
    FileClose $0
!macroend

; Ours alone: what somebody put beside it stays, and its folder with it.
!macro TAKE_AWAY
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\caravane.exe"
  Delete "$INSTDIR\caravane-window.exe"
  Delete "$INSTDIR\caravane.ico"
  Delete "$INSTDIR\LICENSE.txt"
!macroend

Section
  !insertmacro CHECK_FREE "caravane-window.exe"
  !insertmacro CHECK_FREE "caravane.exe"
  ${IfNot} ${FileExists} "$INSTDIR\caravane-window.exe"
  ${AndIf} ${FileExists} "$INSTDIR\_internal"
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(STRANGER)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro TAKE_AWAY
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${FROM}\*.*"
  File "caravane.ico"
  File "/oname=LICENSE.txt" "..\..\LICENSE"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Caravane.lnk" "$INSTDIR\caravane-window.exe" "" "$INSTDIR\caravane.ico"

  ; The window says that it is "Caravane" (AppUserModelID); its shortcut says the same, so that the
  ; taskbar keeps one button for both: IShellLinkW, its IPropertyStore, PKEY_AppUserModel_ID.
  System::Call 'ole32::CoCreateInstance(g "{00021401-0000-0000-C000-000000000046}", p 0, i 1, g "{000214F9-0000-0000-C000-000000000046}", *p .r0) i .r9'
  ${If} $9 = 0
    System::Call '$0->0(g "{0000010B-0000-0000-C000-000000000046}", *p .r1) i .r9'
    ${If} $9 = 0
      System::Call '$1->5(w "$SMPROGRAMS\Caravane.lnk", i 2) i .r9'
      System::Call '$0->0(g "{886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99}", *p .r2) i .r8'
      ${If} $8 = 0
        System::Call '*(&g16 "{9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3}", &i4 5) p .r3'
        System::Call 'ole32::CoTaskMemAlloc(p 18) p .r5'
        System::Call 'kernel32::lstrcpyW(p r5, w "Caravane")'
        System::Call '*(&i2 31, &i2 0, &i2 0, &i2 0, p r5, p 0) p .r4'
        System::Call '$2->6(p r3, p r4) i .r8'
        System::Call '$2->7() i .r8'
        System::Call 'ole32::PropVariantClear(p r4)'
        System::Free $3
        System::Free $4
        System::Call '$2->2()'
        System::Call '$1->6(w "$SMPROGRAMS\Caravane.lnk", i 1) i .r9'
      ${EndIf}
      System::Call '$1->2()'
    ${EndIf}
    System::Call '$0->2()'
  ${EndIf}

  WriteRegStr HKCU "${PATHS}\caravane.exe" "" "$INSTDIR\caravane.exe"
  WriteRegStr HKCU "${PATHS}\caravane-window.exe" "" "$INSTDIR\caravane-window.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Caravane"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\caravane.ico"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

; Homes, journals and backups are the user's: they are nowhere below this folder, and stay. What git
; was told for all of the user's repositories is taken back while the program is there.
Section Uninstall
  !insertmacro CHECK_FREE "caravane-window.exe"
  !insertmacro CHECK_FREE "caravane.exe"
  nsExec::Exec /TIMEOUT=60000 '"$INSTDIR\caravane.exe" git uninstall --global --own'
  Pop $0 ; without a git there is nothing to take back
  !insertmacro TAKE_AWAY
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Caravane.lnk"
  DeleteRegKey HKCU "${PATHS}\caravane.exe"
  DeleteRegKey HKCU "${PATHS}\caravane-window.exe"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
